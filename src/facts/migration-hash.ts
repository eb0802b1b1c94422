import { sha256 } from '../text/sha256.ts';

/** What a baseline holds of a migration: SHA-256 of its text. Line ends do not count: git may change them. */
export function migrationHash(text: string): string {
  return sha256(text.replaceAll('\r\n', '\n'));
}
