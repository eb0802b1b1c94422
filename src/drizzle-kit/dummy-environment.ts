/** An environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What Node and a package manager's own loader need to run at all. Everything else may be a secret. */
const needed = [
  'PATH', 'HOME', 'USER', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TMP', 'TEMP', 'NODE_OPTIONS', 'NODE_PATH', 'XDG_CACHE_HOME',
  'SystemRoot', 'APPDATA', 'LOCALAPPDATA', 'USERPROFILE', 'ComSpec', 'PATHEXT',
];

/** A name under `.invalid` is never found: RFC 6761, 6.4. */
const database = 'postgres://dummy:dummy@database.invalid:5432/dummy';

/** What schemas and the modules that they import ask for before they can be read, and what tells t3-env not to ask. */
const dummies: Environment = {
  NODE_ENV: 'development', SKIP_ENV_VALIDATION: 'true', SKIP_VALIDATION: 'true',
  DATABASE_URL: database, POSTGRES_URL: database,
  // What `import 'dotenv/config'` reads, as drizzle-kit itself does: nothing of the user's .env.
  DOTENV_CONFIG_PATH: '/dev/null',
};

/** The environment in which a schema is executed: no variable of the user's but those that Node needs, dummies, and `given`. */
export function dummyEnvironment(own: Environment, given: Environment): Environment {
  return { ...Object.fromEntries(needed.map((name) => [name, own[name]])), ...dummies, ...given };
}

/** Dummies for variables that code names, for a schema that ends where one is missing. */
export function dummiesFor(names: Iterable<string>): Environment {
  return Object.fromEntries([...names].filter((name) => !(name in dummies)).map((name) => [name, dummyFor(name)]));
}

/** A text that most validations take: at least 32 letters, a URL or a number where the name says so. */
function dummyFor(name: string): string {
  if (/(?:DATABASE|POSTGRES|PG|DB)\w*(?:URL|URI)$/.test(name)) return database;
  if (/(?:URL|URI|ORIGIN|ENDPOINT)$/.test(name)) return 'http://dummy.invalid';
  if (/(?:PORT|TIMEOUT|LIMIT|SIZE|COUNT)$/.test(name)) return '5432';
  if (/EMAIL|FROM$/.test(name)) return 'dummy@dummy.invalid';
  return 'dummy-dummy-dummy-dummy-dummy-dummy-dummy';
}
