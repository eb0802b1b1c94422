import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/drizzle-kit/outcome.ts';

const exit = (output: string, code: number | null = 0) => ({ code, timedOut: false, output });

describe('outcomeOf', () => {
  it('believes a command that says it did its work', () => {
    expect(outcomeOf('generate', exit('[✓] Your SQL migration file ➜ drizzle/0001_add_licence.sql 🚀')).outcome).toBe('done');
    expect(outcomeOf('generate', exit('No schema changes, nothing to migrate 😴')).outcome).toBe('done');
    expect(outcomeOf('push', exit('[i] No changes detected')).outcome).toBe('done');
  });

  it('does not believe exit code 0 alone', () => {
    expect(outcomeOf('push', exit('Reading config file'))).toMatchObject({
      outcome: 'failed', reason: 'drizzle-kit push ended without saying that it did its work.',
    });
    expect(outcomeOf('generate', exit('Error: Interactive prompts require a TTY terminal'))).toMatchObject({
      outcome: 'failed', reason: expect.stringContaining('only a terminal can answer') as unknown,
    });
  });

  it('gives the line with the error, wherever it stands', () => {
    const output = '[✓] Pulling schema from database...\nerror: type "shelf" does not exist\n    at run (bin.cjs:1)\n';
    expect(outcomeOf('push', exit(output))).toMatchObject({ reason: 'error: type "shelf" does not exist' });
  });

  it('does not believe a success line that a failing exit follows', () => {
    expect(outcomeOf('push', exit('[✓] Changes applied', 1))).toMatchObject({
      outcome: 'failed', reason: 'drizzle-kit push ended with exit code 1.',
    });
  });

  it('judges a command without known success lines by its exit code, and knows a time-out', () => {
    expect(outcomeOf('up', exit('')).outcome).toBe('done');
    expect(outcomeOf('generate', { code: null, timedOut: true, output: '' })).toMatchObject({
      reason: 'drizzle-kit generate did not end in time.',
    });
  });
});
