/** Where a rule's page can be read by anybody: in the package, as its registry's mirror serves it. `version`: ours. */
export function docsUrl(rule: string, version: string): string {
  return pageUrl(`docs/rules/${rule}.md`, version);
}

/** The same of any page that is published, by its path in the package. */
export function pageUrl(path: string, version: string): string {
  return `https://cdn.jsdelivr.net/npm/drizzle-sluice@${encodeURIComponent(version)}/${encodeURI(path)}`;
}
