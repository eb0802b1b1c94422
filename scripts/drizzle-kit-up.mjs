// What `drizzle-kit up` of 1.0 says of a migrations folder: run on a copy, which it would rewrite. Takes `npm ci --prefix test/matrix`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const installed = resolve(import.meta.dirname, '../test/matrix/node_modules');

/**
 * `{ refusal: null }`, or the kind of src/rule/upgrade-refusals.ts that its error comes to and what it names: the snapshot,
 * the SQL or the entry. A kind of its own, with its words, where it says what is not foreseen.
 */
export function drizzleKitUp(migrationsFolder) {
  const folder = mkdtempSync(join(tmpdir(), 'drizzle-kit-up-'));
  try {
    cpSync(migrationsFolder, join(folder, 'drizzle'), { recursive: true });
    symlinkSync(installed, join(folder, 'node_modules'));
    const command = ['node_modules/drizzle-kit/bin.cjs', 'up', '--dialect', 'postgresql', '--out', 'drizzle', '--output', 'json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
    return status === 0 ? { refusal: null, at: null } : refusalIn(stdout.trim(), stderr.trim());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function refusalIn(stdout, stderr) {
  const answer = stdout.startsWith('{') ? JSON.parse(stdout.split('\n').at(-1)) : {};
  const { code, kind, snapshot, snapshotPath, path, prefix, entry, parentId, baseSnapshot, message } = answer.error ?? {};
  const said = (refusal, at) => ({ refusal, at: at === undefined ? null : at.replace(/^drizzle\//, '') });
  switch (`${code} ${kind ?? ''}`.trim()) {
    case 'migration_snapshot_not_found_error': return said('snapshotMissing', snapshotPath);
    case 'migration_sql_files_conflict_error': return said('sqlAmbiguous', prefix);
    case 'unsupported_snapshot_version_error': return said('versionUnknown', path);
    case 'check_error order': return said('order', snapshot);
    case 'check_error malformed': case 'command_output_error malformed': return said('snapshotUnreadable', snapshot);
    case 'command_output_error state_mismatch': return said('sharedId', snapshot);
    case 'command_output_error history':
      if (entry !== undefined) return said('sqlMissing', entry);
      if (parentId !== undefined) return said('parentMissing', snapshot);
      if (baseSnapshot !== undefined) return said('secondFirst', snapshot);
  }
  const words = message ?? stderr;
  if (/EEXIST/.test(words)) return said('sharedFolder');
  if (/ENOENT/.test(words)) return said('sqlOfOther');
  return { refusal: `not foreseen: ${words.split('\n')[0]}`, at: null };
}
