import type { Token } from './tokens.ts';

const privilege = '{USAGE | SELECT | REFERENCE_USAGE}';
const object = '{DATABASE | TABLE | VIEW | FUNCTION} <name>';
const inDatabase = '[FROM <database>]';

/** How each of our statements is written, by its first words. `[…]` may be left out, of `{a | b}` one is chosen. */
export const forms: Readonly<Record<string, string>> = {
  'CREATE SHARE': "CREATE SHARE [IF NOT EXISTS] <share> [COMMENT = '<text>']",
  'DROP SHARE': 'DROP SHARE [IF EXISTS] <share>',
  'ALTER SHARE': 'ALTER SHARE [IF EXISTS] <share> {ADD | REMOVE} TENANTS = <tenant>, …',
  GRANT: `GRANT ${privilege} ON ${object} TO SHARE <share>`,
  REVOKE: `REVOKE ${privilege} ON ${object} FROM SHARE <share>`,
  'SHOW SHARES': 'SHOW SHARES',
  'SHOW DATABASES': 'SHOW DATABASES',
  'SHOW GRANTS': `SHOW GRANTS {ON ${object} | OF SHARE <share>}`,
  'SHOW TABLES': `SHOW TABLES ${inDatabase}`,
  'SHOW VIEWS': `SHOW VIEWS ${inDatabase}`,
  'SHOW FUNCTIONS': `SHOW FUNCTIONS ${inDatabase}`,
  'DESC SHARE': 'DESC SHARE [<provider>.]<share>',
  'DESCRIBE SHARE': 'DESCRIBE SHARE [<provider>.]<share>',
  DESC: 'DESC [TABLE | VIEW] [<database>.]<name>',
  DESCRIBE: 'DESCRIBE [TABLE | VIEW] [<database>.]<name>',
  USE: 'USE <database>',
  'CREATE DATABASE':
    "CREATE [OR REPLACE] DATABASE [IF NOT EXISTS] <database> [FROM SHARE [<provider>.]<share>] [COMMENT = '<text>']",
  'DROP DATABASE': 'DROP DATABASE [IF EXISTS] <database>',
  'ALTER DATABASE': 'ALTER DATABASE [IF EXISTS] <database> RENAME TO <name>',
  'CREATE TABLE':
    'CREATE [OR REPLACE] TABLE [IF NOT EXISTS] [<database>.]<table> ' +
    '{(<column> <type> [NOT NULL] [PRIMARY KEY], …) | AS <query> | FROM SHARE [<provider>.]<share>.<table>}',
  'DROP TABLE': 'DROP TABLE [IF EXISTS] [<database>.]<table>',
  'ALTER TABLE':
    'ALTER TABLE [IF EXISTS] [<database>.]<table> {ADD [COLUMN] <column> <type> [NOT NULL] | ' +
    'DROP [COLUMN] <column> | RENAME [COLUMN] <column> TO <name> | RENAME TO <name>}',
  RENAME: 'RENAME TABLE [IF EXISTS] [<database>.]<table> TO <name>',
  'CREATE VIEW':
    'CREATE [OR REPLACE] VIEW [IF NOT EXISTS] [<database>.]<view> [(<column>, …)] ' + "[COMMENT = '<text>'] AS <query>",
  'DROP VIEW': 'DROP VIEW [IF EXISTS] [<database>.]<view>',
  'ALTER VIEW': 'ALTER VIEW [IF EXISTS] [<database>.]<view> RENAME TO <name>',
  'CREATE FUNCTION':
    'CREATE [OR REPLACE] FUNCTION [IF NOT EXISTS] [<database>.]<function>(<parameter> <type>, …) ' +
    '[RETURNS <type>] AS <expression>',
  'DROP FUNCTION': 'DROP FUNCTION [IF EXISTS] [<database>.]<function>',
  INSERT: 'INSERT INTO [<database>.]<table> [(<column>, …)] {VALUES (<expression>, …), … | <query>}',
  UPDATE: 'UPDATE [<database>.]<table> [[AS] <alias>] SET <column> = <expression>, … [WHERE <condition>]',
  DELETE: 'DELETE FROM [<database>.]<table> [[AS] <alias>] [WHERE <condition>]',
  TRUNCATE: 'TRUNCATE [TABLE] [<database>.]<table>',
  COPY: "COPY [<database>.]<table> FROM '<file>' [(<option> [<value>], …)]",
};

/** The form of the statement that these tokens begin, where they say so far which it is. */
export function formOf(tokens: readonly Token[]): string | undefined {
  const [verb, ...rest] = tokens.slice(0, 4).map(({ text }) => text);
  const object = rest[0] === 'OR' && rest[1] === 'REPLACE' ? rest[2] : rest[0];
  return verb === undefined ? undefined : (forms[`${verb} ${object ?? ''}`] ?? forms[verb]);
}
