// What the server cannot know of the person in front: the zone in which times are read.
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
