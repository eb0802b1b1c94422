import type { Request, Scope } from '../intake/request.ts';

/** Where the settings of a project are. */
export interface SettingsFlags {
  readonly cwd: string;
  readonly config?: string;
}

/** Which project a command is about. */
export interface ProjectFlags extends SettingsFlags {
  readonly drizzleConfig?: string;
  readonly schema?: readonly string[];
  readonly out?: string;
}

/** Which of its migrations are judged. */
export interface ScopeFlags {
  readonly all?: true;
  readonly since?: string;
  readonly latest?: number;
}

/** The paths of a request, as they were typed; those that were not are left out. */
export function projectPaths(
  { config, drizzleConfig, schema, out }: ProjectFlags,
): Pick<Request, 'config' | 'drizzleConfig' | 'schema' | 'out'> {
  return {
    ...(config === undefined ? {} : { config }),
    ...(drizzleConfig === undefined ? {} : { drizzleConfig }),
    ...(schema === undefined ? {} : { schema }),
    ...(out === undefined ? {} : { out }),
  };
}

/** What is new, where no flag says otherwise. */
export function scopeOf({ all, since, latest }: ScopeFlags): Scope {
  if (latest !== undefined) return { kind: 'latest', count: latest };
  if (all !== undefined) return { kind: 'all' };
  return since === undefined ? { kind: 'new' } : { kind: 'since', ref: since };
}
