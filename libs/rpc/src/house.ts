import { AccessService, DefinitionService } from '@easement/contracts';
import type { ServiceName } from '@easement/domain';
import type { Trust } from './assertion-verifier.ts';

const forItself = { speaksForPeople: false };
const forPeople = { speaksForPeople: true };
const forPeopleWhoRead = { speaksForPeople: [AccessService.typeName] };
const forPeopleWhoDefine = { speaksForPeople: [DefinitionService.typeName] };

/**
 * Who calls whom, and who may say that they do so for a person: the gateway, which has seen the person's token, and
 * query-service, which asks sharing-service what names mean to the person who runs a statement, and nothing else; and
 * catalog-service, which asks query-service what the text of a person's view means, and nothing else.
 */
export const issuersOf: { readonly [Callee in ServiceName]: Trust['issuers'] } = {
  identity: { gateway: forPeople, catalog: forItself, sharing: forItself, query: forItself },
  catalog: { gateway: forPeople, identity: forItself, sharing: forItself, query: forItself },
  sharing: { gateway: forPeople, identity: forItself, catalog: forItself, query: forPeopleWhoRead },
  query: { gateway: forPeople, catalog: forPeopleWhoDefine },
  gateway: {},
};
