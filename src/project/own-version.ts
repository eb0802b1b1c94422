import { readFileSync } from 'node:fs';

/** The version of this package, as its manifest says; the sources lie one folder less deep than the built files. */
export function ownVersion(): string {
  const manifest = new URL(import.meta.url.endsWith('.ts') ? '../../package.json' : '../../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return version;
}
