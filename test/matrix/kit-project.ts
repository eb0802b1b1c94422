import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project of drizzle-kit 1.0 in a folder of its own, and what its command line does there. */
export interface KitProject {
  /** Its files by path, but for what is installed. */
  readonly files: () => Readonly<Record<string, string>>;
  readonly write: (file: string, text: string) => void;
  /** The tag of the migration that `generate` wrote for a schema; null: it found nothing to do. */
  readonly generate: (schema: string, name: string, flags?: readonly string[]) => string | null;
  /** What `check` says, and whether it let it pass. */
  readonly check: () => { readonly passed: boolean; readonly said: string };
  /** Takes a migration out of the way, and gives what puts it back. */
  readonly without: (tag: string) => () => void;
  readonly end: () => void;
}

const matrix = import.meta.dirname;

export function kitProject(): KitProject {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-kit-'));
  const aside = mkdtempSync(join(tmpdir(), 'sluice-aside-'));
  symlinkSync(join(matrix, 'node_modules'), join(folder, 'node_modules'));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('drizzle.config.ts', `export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n`);
  return {
    files: () => Object.fromEntries(pathsIn(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')])),
    write,
    generate(schema, name, flags = []) {
      write('src/schema.ts', schema);
      const { ok, said } = kit(folder, ['generate', '--name', name, '--output', 'json', ...flags]);
      const answer = JSON.parse(said) as { readonly status?: string; readonly migration_path?: string };
      if (!ok || (answer.status !== 'ok' && answer.status !== 'no_changes')) throw new Error(`drizzle-kit generate: ${said}`);
      return answer.migration_path?.split('/').at(-2) ?? null;
    },
    check() {
      const { ok, said } = kit(folder, ['check', '--output', 'json']);
      return { passed: ok, said };
    },
    without(tag) {
      renameSync(join(folder, 'drizzle', tag), join(aside, tag));
      return () => { renameSync(join(aside, tag), join(folder, 'drizzle', tag)); };
    },
    end() {
      for (const each of [folder, aside]) rmSync(each, { recursive: true, force: true });
    },
  };
}

function kit(cwd: string, args: readonly string[]): { readonly ok: boolean; readonly said: string } {
  const bin = join(matrix, 'node_modules/drizzle-kit/bin.cjs');
  try {
    return { ok: true, said: execFileSync(process.execPath, [bin, ...args], { cwd, encoding: 'utf8', stdio: 'pipe' }) };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    return { ok: false, said: `${stdout}${stderr}` };
  }
}

function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
