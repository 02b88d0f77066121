/**
 * The services that plugins provide to each other, by `<plugin>.<service>`. The providing plugin adds its own:
 *
 *     declare module 'tributary/sdk' {
 *       interface ProvidedServices { 'notify.mail': ServiceOf<typeof mail> }
 *     }
 *
 * Who imports that file can name `notify.mail` in `needs`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: plugins fill it
export interface ProvidedServices {}
