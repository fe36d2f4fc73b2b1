/** The form of a Region's name. */
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/
