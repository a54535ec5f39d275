import type { Noun } from '../command.ts';
import { listOffers } from './bucket/list-offers.ts';
import { createLink } from './link/create-link.ts';
import { deleteLink } from './link/delete-link.ts';
import { listLinks } from './link/list-links.ts';
import { renameLink } from './link/rename-link.ts';
import { showLink } from './link/show-link.ts';

export const link: Noun = {
  name: 'link',
  summary: 'what the project takes up of shares',
  verbs: [listLinks, showLink, listOffers, createLink, renameLink, deleteLink],
};
