import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  type AuthenticateResponseSchema,
  type DirectoryService,
  PrincipalKind,
  ProjectRole,
  type StandingSchema,
} from '@easement/contracts';
import { badToken, newId } from '@easement/domain';
import type { Handlers } from '@easement/rpc';

export const organization = newId('organization');
export const user = newId('user');

type Standing = MessageInitShape<typeof StandingSchema>;

/** The tokens of a spec, and what those who hold them are. */
export type Directory = {
  readonly secret: string;
  readonly operatorSecret: string;
  /** Makes another token of the same user. */
  readonly issue: () => string;
  readonly revoke: (secret: string) => void;
  /** What the user is in every project; write unless a spec changes it. */
  standing: Standing;
  readonly handlers: Partial<Handlers<typeof DirectoryService>>;
};

export function openDirectory(): Directory {
  const holders = new Map<string, MessageInitShape<typeof AuthenticateResponseSchema>>();
  const issue = (): string => {
    const secret = `${organization}.${crypto.randomUUID()}`;
    holders.set(secret, { principalId: user, organizationId: organization, kind: PrincipalKind.USER });
    return secret;
  };
  const operatorSecret = `operator.${crypto.randomUUID()}`;
  holders.set(operatorSecret, { kind: PrincipalKind.OPERATOR });
  const directory: Directory = {
    secret: issue(),
    operatorSecret,
    issue,
    revoke: (secret) => void holders.delete(secret),
    standing: { projectExists: true, projectRole: ProjectRole.WRITE },
    handlers: {
      authenticate: async ({ secret }) => {
        const holder = holders.get(secret);
        if (!holder) throw badToken();
        return holder;
      },
      getStanding: async ({ queries }) => ({
        standings: queries.map(({ principalId, projectId }) => ({ principalId, projectId, ...directory.standing })),
      }),
    },
  };
  return directory;
}
