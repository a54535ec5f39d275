import {
  AccessService,
  BucketService,
  DefinitionService,
  FunctionService,
  LinkService,
  OfferService,
  ProjectService,
  ShareService,
  TableService,
  ViewService,
} from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import type { Trust } from './assertion-verifier.ts';

const forItself = { speaksForPeople: false };
const forPeople = { speaksForPeople: true };
const forPeopleWhoDefine = { speaksForPeople: [DefinitionService.typeName] };

/** The RPCs that statements of SQL are done by, in the name of who runs them. */
const forPeopleWhoRunStatements = {
  identity: { speaksForPeople: [ProjectService.typeName] },
  catalog: {
    speaksForPeople: [BucketService, TableService, ViewService, FunctionService].map(({ typeName }) => typeName),
  },
  sharing: {
    speaksForPeople: [AccessService, ShareService, LinkService, OfferService].map(({ typeName }) => typeName),
  },
};

/**
 * Who calls whom, and who may say that they do so for a person: the gateway, which has seen the person's token, and
 * query-service, which does what the statement of a person says, by the RPCs that statements have; and catalog-service,
 * which asks query-service what the text of a person's view means, and nothing else.
 */
export const issuersOf: { readonly [Callee in ServiceName]: Trust['issuers'] } = {
  identity: { gateway: forPeople, catalog: forItself, sharing: forItself, query: forPeopleWhoRunStatements.identity },
  catalog: { gateway: forPeople, identity: forItself, sharing: forItself, query: forPeopleWhoRunStatements.catalog },
  sharing: { gateway: forPeople, identity: forItself, catalog: forItself, query: forPeopleWhoRunStatements.sharing },
  query: { gateway: forPeople, catalog: forPeopleWhoDefine },
  gateway: {},
};
