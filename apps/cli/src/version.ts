/** The version of the package; tools/pack.ts refuses to pack another. */
export const version = '0.1.0';
