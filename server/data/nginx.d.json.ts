import type { CatalogueData } from '../src/languages/nginx/catalogue';

declare const data: CatalogueData;
export default data;
