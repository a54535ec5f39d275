import type { DescService } from '@bufbuild/protobuf';
import * as contracts from '@easement/contracts';
import type { ServiceName } from '@easement/domain';

/** Every service of the contract, public or not. */
export const everyService: readonly DescService[] = Object.values(
  contracts as Readonly<Record<string, unknown>>,
).filter(isService);

/** What only services call: named here once more, so that a new service is public or internal on purpose. */
export const internalServices: readonly DescService[] = [
  contracts.DirectoryService,
  contracts.FeedService,
  contracts.HoldService,
  contracts.VersionService,
  contracts.ObjectService,
  contracts.ReachService,
  contracts.CatalogClosingService,
  contracts.SharingClosingService,
  contracts.InventoryService,
  contracts.RecoveryService,
  contracts.DefinitionService,
];

/** The part of Easement that serves `desc`: its package says so. */
export function serverOf({ typeName }: DescService): ServiceName {
  const [, area] = typeName.split('.');
  return area as ServiceName;
}

function isService(value: unknown): value is DescService {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'service';
}
