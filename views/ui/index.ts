// Everything the pages draw with, in one place to import from.
export * from './blocks.ts';
export * from './buttons.ts';
export * from './case-parts.ts';
export * from './failure.ts';
export * from './fields.ts';
export * from './forms.ts';
export * from './html.ts';
export * from './icons.ts';
export * from './layout.ts';
export * from './navigation.ts';
export * from './renewal.ts';
export * from './state.ts';
export * from './table.ts';
export * from './words.ts';
