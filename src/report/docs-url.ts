/** Where a rule's page can be read by anybody: in the package, as its registry's mirror serves it. `version`: ours. */
export function docsUrl(rule: string, version: string): string {
  return `https://cdn.jsdelivr.net/npm/drizzle-sluice@${encodeURIComponent(version)}/docs/rules/${encodeURI(rule)}.md`;
}
