import type { IOrAlt } from 'chevrotain';
import type { Name, ObjectName } from './name.ts';
import { NameParser, shareParts } from './name-parser.ts';
import type { GrantObject, PrivilegeWord, SqlStatement } from './statement.ts';
import { Equals, keyword } from './vocabulary.ts';

/** The statements of ../shared/seeds/share-objects-rfc.md about shares, with views and functions as objects of grants. */
export class ShareParser extends NameParser {
  protected readonly createShare = this.RULE('createShare', (replaces = false): SqlStatement => {
    this.CONSUME(keyword('SHARE'));
    const ifThere = this.SUBRULE(this.ifNotExists, { ARGS: [replaces] });
    const name = this.SUBRULE(this.name);
    const comment = this.SUBRULE(this.comment);
    return { kind: 'create_share', ifThere, name, comment };
  });

  protected readonly dropShare = this.RULE('dropShare', (): SqlStatement => {
    this.CONSUME(keyword('SHARE'));
    const ifExists = this.SUBRULE(this.ifExists);
    return { kind: 'drop_share', ifExists, name: this.SUBRULE(this.name) };
  });

  protected readonly alterShare = this.RULE('alterShare', (): SqlStatement => {
    this.CONSUME(keyword('SHARE'));
    const ifExists = this.SUBRULE(this.ifExists);
    const name = this.SUBRULE(this.name);
    const change = this.OR<IOrAlt<'add' | 'remove'>[]>([
      { ALT: () => (this.CONSUME(keyword('ADD')), 'add') },
      { ALT: () => (this.CONSUME(keyword('REMOVE')), 'remove') },
    ]);
    this.CONSUME(keyword('TENANTS'));
    this.CONSUME(Equals);
    const tenants = this.SUBRULE(this.names);
    return { kind: 'alter_share', name, ifExists, change, tenants };
  });

  protected readonly grant = this.RULE('grant', (): SqlStatement => {
    this.CONSUME(keyword('GRANT'));
    const given = this.SUBRULE(this.privilegeOnObject);
    this.CONSUME(keyword('TO'));
    this.CONSUME(keyword('SHARE'));
    return { kind: 'grant', ...given, share: this.SUBRULE(this.name) };
  });

  protected readonly revoke = this.RULE('revoke', (): SqlStatement => {
    this.CONSUME(keyword('REVOKE'));
    const taken = this.SUBRULE(this.privilegeOnObject);
    this.CONSUME(keyword('FROM'));
    this.CONSUME(keyword('SHARE'));
    return { kind: 'revoke', ...taken, share: this.SUBRULE(this.name) };
  });

  protected readonly showGrants = this.RULE('showGrants', (): SqlStatement => {
    this.CONSUME(keyword('GRANTS'));
    return this.OR<IOrAlt<SqlStatement>[]>([
      {
        ALT: () => {
          this.CONSUME(keyword('ON'));
          return { kind: 'show_grants_on', object: this.SUBRULE(this.grantObject) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(keyword('OF'));
          this.CONSUME(keyword('SHARE'));
          return { kind: 'show_grants_of', share: this.SUBRULE(this.objectName, { ARGS: [shareParts] }) };
        },
      },
    ]);
  });

  private readonly privilegeOnObject = this.RULE(
    'privilegeOnObject',
    (): { readonly privilege: PrivilegeWord; readonly object: GrantObject } => {
      const privilege = this.OR<IOrAlt<PrivilegeWord>[]>([
        { ALT: () => (this.CONSUME(keyword('USAGE')), 'usage') },
        { ALT: () => (this.CONSUME(keyword('SELECT')), 'select') },
        { ALT: () => (this.CONSUME(keyword('REFERENCE_USAGE')), 'reference_usage') },
      ]);
      this.CONSUME(keyword('ON'));
      return { privilege, object: this.SUBRULE(this.grantObject) };
    },
  );

  private readonly grantObject = this.RULE('grantObject', (): GrantObject => {
    return this.OR<IOrAlt<GrantObject>[]>([
      { ALT: () => (this.CONSUME(keyword('DATABASE')), { kind: 'bucket', name: asObject(this.SUBRULE(this.name)) }) },
      { ALT: () => (this.CONSUME(keyword('TABLE')), { kind: 'table', name: this.SUBRULE(this.objectName) }) },
      { ALT: () => (this.CONSUME(keyword('VIEW')), { kind: 'view', name: this.SUBRULE2(this.objectName) }) },
      { ALT: () => (this.CONSUME(keyword('FUNCTION')), { kind: 'function', name: this.SUBRULE3(this.objectName) }) },
    ]);
  });
}

/** While the toolkit reads the rules there is no name yet. */
function asObject(name: Name | undefined): ObjectName {
  return { parts: name ? [name.text] : [], offset: name?.offset ?? 0 };
}
