/** This library's version, as in package.json; written into every model it makes. */
export const VERSION = '0.1.0';
