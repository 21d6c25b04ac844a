/** Where records come from: a built-in sample, the page itself, or JSON. */

const products = ['kettle', 'lamp', 'chair', 'clock', 'mirror', 'teapot', 'basket', 'candle'];
const sections = ['kitchen', 'lighting', 'furniture', 'decoration', 'sale'];
const networks = ['example.social', 'photos.example', 'video.example'];

/** The elements of a small shop's page: what they are and their attributes. */
export const sample = [
  ...sections.map((name) => ({ type: 'a', class: 'menu-link', href: `/shop/${name}` })),
  { type: 'a', class: 'menu-link active', href: '/shop/new', 'aria-current': 'page' },
  ...products.flatMap((name, i) => [
    { type: 'article', class: 'card product', id: `product-${101 + i}`, 'data-sku': `EC-${101 + i}` },
    {
      type: 'img',
      class: 'card-image',
      src: `/images/products/${name}.webp`,
      alt: `A ${name}`,
      width: '320',
      height: '240',
      loading: 'lazy',
    },
    { type: 'a', class: 'card-title', href: `/shop/product/${name}-${101 + i}` },
    { type: 'span', class: i % 4 === 1 ? 'price price-reduced' : 'price', 'data-currency': 'EUR' },
    { type: 'button', class: 'btn btn-primary add-to-cart', 'data-product': `${101 + i}`, 'aria-label': `Add ${name} to cart` },
  ]),
  ...networks.map((host) => ({ type: 'a', class: 'social', href: `https://${host}/shop`, rel: 'noopener', target: '_blank' })),
  { type: 'a', class: 'footer-link', href: '/terms' },
  { type: 'a', class: 'footer-link', href: '/privacy' },
  { type: 'a', class: 'footer-link', href: '/contact' },
  { type: 'input', id: 'search', name: 'q', '@type': 'search', placeholder: 'Search the shop' },
  { type: 'input', id: 'newsletter', name: 'email', '@type': 'email', placeholder: 'Your e-mail', required: '' },
  { type: 'button', class: 'btn btn-quiet', '@type': 'submit' },
];

/** Every element of this page's body as a record: its tag as `type`, then its attributes (one called `type` becomes `@type`). */
export function elementsOfPage() {
  return Array.from(document.body.querySelectorAll('*'), (element) =>
    Object.fromEntries([
      ['type', element.localName],
      ...Array.from(element.attributes, ({ name, value }) => [name === 'type' ? '@type' : name, value]),
    ]),
  );
}

/** Rows of numbers or records from JSON text; what is wrong with single rows is for the library to tell. */
export function parseRecords(text) {
  const records = JSON.parse(text);
  if (!Array.isArray(records)) throw new TypeError('Expected a JSON array of records.');
  return records;
}

/** JSON text with one record a line. */
export function formatRecords(records) {
  return `[\n${records.map((record) => `  ${JSON.stringify(record)}`).join(',\n')}\n]`;
}
