/** What `--format` and `-o format=file` may name. */
export const formats = ['pretty', 'json', 'github', 'sarif', 'gitlab', 'junit', 'markdown'] as const;

export type Format = (typeof formats)[number];
