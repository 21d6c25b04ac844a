#!/usr/bin/env node
/** Runs the service until SIGTERM or SIGINT. Nothing is imported before the check of Node's version: the rest may need what an old one lacks. */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18) || major === 23) {
  console.error(`The elements-clustering service needs Node 22.18, or 24 or newer; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const { parseConfig } = await import('./config.ts');
const { serve } = await import('./serve.ts');

await serve(parseConfig(process.argv));

export {};
