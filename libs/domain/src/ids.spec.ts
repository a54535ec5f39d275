import fc from 'fast-check';
import { type IdKind, idPrefixes, isId, newId, parseId, parsePrincipalId } from './index.ts';

const kinds = Object.keys(idPrefixes) as IdKind[];
const kind = fc.constantFrom(...kinds);
const digits = '0123456789abcdefghjkmnpqrstvwxyz';
const latest = 2 ** 48 - 1;

/** Ids sort by this: the first ten digits are the milliseconds. */
function millisecondsOf(id: string): number {
  return [...id.slice(4, 14)].reduce((sum, digit) => sum * 32 + digits.indexOf(digit), 0);
}

describe('newId', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('makes an id that is admitted as its own kind and as no other', () => {
    fc.assert(
      fc.property(kind, kind, (made, asked) => {
        const id = newId(made);
        expect(isId(asked, id)).toBe(asked === made);
        expect(parseId(made, id)).toBe(id);
      }),
    );
  });

  it('makes ids that sort by the time they were made, whatever the time', () => {
    jest.useFakeTimers();
    fc.assert(
      fc.property(kind, fc.nat(latest), fc.nat(latest), (made, one, other) => {
        const at = (time: number) => {
          jest.setSystemTime(time);
          return newId(made);
        };
        const [first, second] = [at(one), at(other)];
        expect(millisecondsOf(first)).toBe(one);
        if (one !== other) expect(first < second).toBe(one < other);
      }),
    );
  });

  it('makes no id twice', () => {
    const ids = Array.from({ length: 2_000 }, () => newId('share'));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('gives each kind a prefix of its own', () => {
    expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length);
  });
});

describe('parseId', () => {
  const good = 'prj_0123456789abcdefghjkmnpqrs';

  it.each([
    ['nothing', ''],
    ['a prefix alone', 'prj_'],
    ['another kind', good.replace('prj', 'usr')],
    ['a digit too few', good.slice(0, -1)],
    ['a digit too many', `${good}0`],
    ['upper case', good.toUpperCase()],
    ['a letter that the alphabet leaves out', `${good.slice(0, -1)}l`],
    ['more than 128 bits', good.replace('_0', '_8')],
    ['a space before it', ` ${good}`],
    ['a line break after it', `${good}\n`],
    ['no underscore', good.replace('_', '-')],
  ])('refuses %s', (_, text) => {
    expect(isId('project', text)).toBe(false);
    expect(() => parseId('project', text)).toThrow(TypeError);
  });

  it('admits the id it is compared with', () => {
    expect(parseId('project', good)).toBe(good);
  });

  it('answers no for text that is no id, without throwing', () => {
    fc.assert(
      fc.property(kind, fc.string(), (asked, text) => {
        expect(isId(asked, text)).toBe(false);
      }),
    );
  });
});

describe('parsePrincipalId', () => {
  it.each(['user', 'service_account'] as const)('admits the id of a %s', (asked) => {
    const id = newId(asked);
    expect(parsePrincipalId(id)).toBe(id);
  });

  it.each(kinds.filter((one) => one !== 'user' && one !== 'service_account'))('refuses the id of a %s', (asked) => {
    expect(() => parsePrincipalId(newId(asked))).toThrow(TypeError);
  });
});
