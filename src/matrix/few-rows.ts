/** Equal ones among so few rows are always joined. */
export const FEW_ROWS = 4096;
