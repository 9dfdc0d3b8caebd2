import { Taxonomy } from '../taxonomy';
import agentsData from './agents.json';
import erroratlas from './erroratlas.json';

/** The taxonomies that come with the product, by id. */
export const builtinTaxonomies: ReadonlyMap<string, Taxonomy> = new Map(
  [erroratlas, agentsData].map((data) => {
    const taxonomy = Taxonomy.parse(data);
    return [taxonomy.id, taxonomy];
  }),
);

/** ErrorAtlas, the paper's static taxonomy of 17 categories. */
export const errorAtlas: Taxonomy = builtinTaxonomies.get('erroratlas') as Taxonomy;

/** For trajectories with tools. */
export const agents: Taxonomy = builtinTaxonomies.get('agents') as Taxonomy;
