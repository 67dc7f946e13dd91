/**
 * Runs before each test file. Pure tests say `@vitest-environment node` in their first line and skip the browser's
 * stand-in, which costs more than they do.
 */
if (typeof window !== 'undefined') await import('./dom');

export {};
