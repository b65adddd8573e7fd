/** The forms in which a report can be had. Apart from the schemas, which a screen has no use for. */
export const REPORT_FORMATS = ['csv', 'json', 'html'] as const
