/** Types of the package polylabel, which brings none. */
declare module "polylabel" {
  type Ring = readonly (readonly [number, number])[];
  export default function polylabel(
    polygon: readonly Ring[],
    precision?: number,
  ): [number, number] & { readonly distance: number };
}
