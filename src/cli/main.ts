#!/usr/bin/env node
await import('./program.ts');

export {};
