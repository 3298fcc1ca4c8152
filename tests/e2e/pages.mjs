// Every page in every state that it has: what is looked at.
const MEASURES = ['listed', 'listed_change', 'active_choice', 'Ko05L', 'named_doctor', 'Di02_70', 'An04', 'economy_personnel'];

export const STATES = {
  full: [
    '/{lang}/', '/{lang}/?q=diabetes', '/{lang}/?q=%3Cinget%3E', '/{lang}/saebo', '/{lang}/saebo?kind=named_care_contact', '/{lang}/data', '/{lang}/about', '/{lang}/accessibility',
    ...MEASURES.map((id) => `/{lang}/measures/${id}`),
    '/{lang}/measures/Ko05L?level=operator', '/{lang}/measures/named_doctor?level=municipality&month=2022-03&sort=name&order=asc',
    '/{lang}/measures/listed?level=county', '/{lang}/measures/none', '/{lang}/measures/Ko05L?level=galaxy', '/{lang}/none',
  ],
  small: ['/{lang}/', '/{lang}/measures/named_doctor', '/{lang}/measures/Ko05L', '/{lang}/measures/listed', '/{lang}/saebo', '/{lang}/data'],
  long: ['/{lang}/', '/{lang}/measures/named_doctor', '/{lang}/measures/listed?sort=operator&order=asc'],
  empty: ['/{lang}/', '/{lang}/saebo', '/{lang}/data', '/{lang}/about', '/{lang}/measures/Ko05L'],
  broken: ['/{lang}/', '/{lang}/measures/Ko05L'],
};
