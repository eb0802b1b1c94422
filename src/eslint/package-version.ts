import { readFileSync } from 'node:fs';

/** Of the manifest that this module was published with; the sources lie one folder less deep than the built files. */
export const packageVersion = versionIn(import.meta.url.endsWith('.ts') ? '../../package.json' : '../../../package.json');

function versionIn(manifest: string): string {
  const { version } = JSON.parse(readFileSync(new URL(manifest, import.meta.url), 'utf8')) as { readonly version: string };
  return version;
}
