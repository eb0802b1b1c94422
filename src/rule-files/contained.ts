/**
 * Runs code of a rule file: what it prints goes to standard error, for standard output is the report's, and it does not end the
 * process, which would look like a clean project. Throws what the code throws.
 */
export function contained<Answer>(run: () => Answer): Answer {
  const { stdout, stderr } = process;
  const restoreOutput = replaced(stdout, 'write', stderr.write.bind(stderr));
  const restoreExit = replaced(process, 'exit', refuse);
  try {
    return run();
  } finally {
    restoreExit();
    restoreOutput();
  }
}

function refuse(): never {
  throw new Error('it calls process.exit');
}

/** Puts a value in place of a property, and gives what takes it back. */
function replaced(target: object, key: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(target, key);
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(target, key);
    else Object.defineProperty(target, key, own);
  };
}
