// What scripts say, in Korean: one line a text, one section a part of the studio.
export default {
  // Charts

  // Surrogate view

  // Model and network

  // Datasets

  // Frame
};
