import { readFileSync } from 'node:fs';

/** From package.json, which lies three folders above the built file. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { version: string };
  return manifest.version;
}
