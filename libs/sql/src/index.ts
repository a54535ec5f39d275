export { formatName, type Name, type ObjectName, type Piece } from './name.ts';
export { parseStatement } from './parse-statement.ts';
export { charactersBefore, charactersBeforeIndex, placeOf, refuseAt } from './place.ts';
export { splitStatements, type SplitStatement } from './split-statements.ts';
export type {
  ColumnDefinition,
  GrantObject,
  IfThere,
  ParameterDefinition,
  PrivilegeWord,
  SqlStatement,
  TableContent,
} from './statement.ts';
export { type Token, tokenize } from './tokens.ts';
