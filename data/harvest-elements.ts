/**
 * Makes elements.json and elements.truth.json beside this file from the HTML pages of Debian documentation packages.
 *   npx node data/harvest-elements.ts [folder]
 * Without a folder the packages are downloaded into a temporary one; a given folder keeps its .deb files for the next run.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { download, unpack } from './harvest/packages.ts';
import type { SitePage } from './harvest/site-pages.ts';
import { sitePages } from './harvest/site-pages.ts';
import { sites } from './harvest/sites.ts';
import type { SplitPage } from './harvest/splits.ts';
import { assignSplits } from './harvest/splits.ts';

const seed = 1;
const source = 'Attributes of DOM elements in Debian documentation packages; licences in README.md';

const temporary = await mkdtemp(join(tmpdir(), 'harvest-elements-'));
try {
  const debFolder = resolve(process.argv[2] ?? join(temporary, 'deb'));
  await mkdir(debFolder, { recursive: true });
  const debFiles = await download(
    sites.map((site) => site.package),
    debFolder,
  );
  const packages: { site: string; package: string; version: string }[] = [];
  const harvest: SitePage[][] = [];
  for (const [i, site] of sites.entries()) {
    const unpacked = join(temporary, site.site);
    const version = await unpack(debFiles[i], unpacked);
    packages.push({ site: site.site, package: site.package, version });
    harvest.push(await sitePages(site.site, join(unpacked, site.root), seed));
    await rm(unpacked, { recursive: true });
  }
  const pages = assignSplits(harvest, seed);
  await writeFile(new URL('elements.json', import.meta.url), elementsJson(packages, pages));
  await writeFile(new URL('elements.truth.json', import.meta.url), truthJson(pages));
  report(packages, pages);
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/** One element a line, so that a change of the data can be read. */
function elementsJson(packages: readonly object[], pages: readonly SplitPage[]): string {
  const lines = pages.map(({ site, page, split, elements }) => {
    const records = elements.map((element) => JSON.stringify(element.record)).join(',\n');
    return `${JSON.stringify({ site, page, split }).slice(0, -1)},"elements":[\n${records}\n]}`;
  });
  return `{"source":${JSON.stringify(source)},\n"packages":${JSON.stringify(packages)},\n"pages":[\n${lines.join(',\n')}\n]}\n`;
}

/** The table of roles, sorted, and for each page one index into it per element. */
function truthJson(pages: readonly SplitPage[]): string {
  const roles = [...new Set(pages.flatMap((page) => page.elements.map((element) => element.role)))].sort();
  const index = new Map(roles.map((role, i) => [role, i]));
  const lines = pages.map(({ site, page, split, elements }) =>
    JSON.stringify({ site, page, split, roles: elements.map((element) => index.get(element.role)) }),
  );
  return `{"roles":[\n${roles.map((role) => JSON.stringify(role)).join(',\n')}\n],\n"pages":[\n${lines.join(',\n')}\n]}\n`;
}

/** Prints the figures that README.md gives. */
function report(packages: readonly object[], pages: readonly SplitPage[]): void {
  console.table(packages);
  for (const key of ['site', 'split'] as const) {
    const names = [...new Set(pages.map((page) => page[key]))].sort();
    console.table(names.map((name) => ({ [key]: name, ...figures(pages.filter((page) => page[key] === name)) })));
  }
  console.table([figures(pages)]);
}

function figures(pages: readonly SplitPage[]): Record<string, number> {
  const elements = pages.flatMap((page) => page.elements.map(({ record, role }) => ({ text: JSON.stringify(record), role })));
  const roleSizes = new Map<string, number>();
  const rolesOf = new Map<string, Set<string>>();
  for (const { text, role } of elements) {
    roleSizes.set(role, (roleSizes.get(role) ?? 0) + 1);
    rolesOf.set(text, (rolesOf.get(text) ?? new Set()).add(role));
  }
  return {
    pages: pages.length,
    records: elements.length,
    distinct: rolesOf.size,
    ambiguous: elements.filter(({ text }) => (rolesOf.get(text)?.size ?? 0) > 1).length,
    roles: roleSizes.size,
    'of 5 or more': [...roleSizes.values()].filter((size) => size >= 5).length,
    largest: Math.max(...roleSizes.values()),
  };
}
