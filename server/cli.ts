#!/usr/bin/env node
/** The command line. Nothing is imported before the check of Node's version: the rest may need what an old one lacks. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18) || major === 23) {
  console.error(`elements-clustering needs Node 22.18, or 24 or newer, on the command line; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const { createProgram } = await import('./commands/program.ts');
await createProgram().parseAsync(process.argv);

export {};
