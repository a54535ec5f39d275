import { readDatabaseUrl } from './database-url.ts';

describe('readDatabaseUrl', () => {
  it.each([
    ['sqlite:data/sharing.db', { dialect: 'sqlite', file: 'data/sharing.db' }],
    ['sqlite:/var/lib/easement/sharing.db', { dialect: 'sqlite', file: '/var/lib/easement/sharing.db' }],
    [
      'mysql://sharing:p%40ss%2Fword@db.internal:3307/sharing',
      {
        dialect: 'mysql',
        host: 'db.internal',
        port: 3307,
        user: 'sharing',
        password: 'p@ss/word',
        schema: 'sharing',
        tls: false,
      },
    ],
    [
      'mysql://sharing@[::1]/sharing_1?tls=true',
      { dialect: 'mysql', host: '::1', port: 3306, user: 'sharing', password: '', schema: 'sharing_1', tls: true },
    ],
  ])('reads %s', (text, url) => {
    expect(readDatabaseUrl(text)).toEqual(url);
  });

  it.each([
    ['', 'begins with sqlite: or mysql:'],
    ['postgres://secret@host/db', 'begins with sqlite: or mysql:'],
    ['sqlite:', 'needs a file'],
    ['sqlite::memory:', 'needs a file'],
    ['mysql://me:secret@host', 'lacks host, user or schema'],
    ['mysql://host:3306/schema', 'lacks host, user or schema'],
    ['mysql://me:secret@host:notaport/schema', 'lacks host, user or schema'],
    ['mysql://me:secret@host/a/b', 'lacks host, user or schema'],
    ['mysql://me:secret@host/%zz', 'lacks host, user or schema'],
    ['mysql://me:secret%zz@host/schema', 'lacks host, user or schema'],
    ['mysql://me:secret@host/schema?tls=false', 'takes no parameter but tls=true'],
    ['mysql://me:secret@host/schema?ssl=true', 'takes no parameter but tls=true'],
    ['mysql:schema', 'lacks host, user or schema'],
  ])('refuses %j and says what to write, without a secret', (text, complaint) => {
    const read = () => readDatabaseUrl(text);
    expect(read).toThrow(complaint);
    expect(read).toThrow('mysql://user:password@host:port/schema');
    expect(read).not.toThrow('secret');
  });
});
