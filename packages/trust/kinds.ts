/** One of several kinds of record, told apart by `kind`. `Kinds` maps each kind to what it holds. */
export type OfKind<Kinds, Kind extends keyof Kinds = keyof Kinds> = {
  readonly [K in Kind]: { readonly kind: K } & Readonly<Kinds[K]>
}[Kind]
