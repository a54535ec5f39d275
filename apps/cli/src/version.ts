/** The version of the package; a spec holds it against the package.json that is packed. */
export const version = '0.1.0';
