import type { Access, Eraser } from '#platform';

/** Reviews quote the documents that they concern, so they go with them; so do those of recommendations that rest on one. */
export function reviewsEraser({ access }: { access: Access }): Eraser {
  return {
    name: 'reviews',
    async document(tx, documentId) {
      const gone = await tx.query<{ id: string }>(
        `delete from reviews.reviews where document_id = $1 or made_from @> array[$1::uuid] or subject_type = 'Recommendation'
           and evidence @> jsonb_build_array(jsonb_build_object('documentId', $1::text)) returning id`,
        [documentId],
      );
      for (const { id } of gone) await access.set(tx, { type: 'Review', id }, []);
      // Reviews of other documents may point at places in this one.
      await tx.query(
        `update reviews.reviews set evidence = (
           select coalesce(jsonb_agg(place), '[]') from jsonb_array_elements(evidence) place
           where place->>'documentId' <> $1)
         where evidence @> jsonb_build_array(jsonb_build_object('documentId', $1::text))`,
        [documentId],
      );
    },
    async tenant(tx) {
      await tx.query('delete from reviews.reviews');
      await tx.query('delete from reviews.policies');
    },
  };
}
