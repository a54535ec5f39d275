import { findMethod, fullName } from './methods.ts';

it('an RPC is found with or without its package', () => {
  const name = 'easement.sharing.v1.OfferService/ListOffers';
  for (const text of [name, `/${name}`, 'OfferService/ListOffers', 'v1.OfferService/ListOffers']) {
    expect(fullName(findMethod(text))).toBe(name);
  }
});

it.each(['ListOffers', 'Service/ListOffers', 'OfferService/Nothing', 'DirectoryService/GetStanding', '', '/'])(
  '%j is none',
  (text) => {
    expect(() => findMethod(text)).toThrow(/names no RPC|there is no RPC/);
  },
);
