// A sign a family of operations, 14 × 14: shapes tell families apart where colours do not.
export const icons = {
  input: 'M1 7h8M6 4l3 3-3 3M12 2v10',
  output: 'M2 2v10M5 7h8M10 4l3 3-3 3',
  convolution: 'M1.5 1.5h11v11h-11zM1.5 8h6.5v-6.5',
  dense: 'M3 3L11 3M3 3L11 11M3 11L11 3M3 11L11 11M3 2.9v.2M11 2.9v.2M3 10.9v.2M11 10.9v.2',
  normalization: 'M1 12c3.5 0 3.5-10 6-10s2.5 10 6 10',
  activation: 'M1 11h6l6-9',
  pooling: 'M1.5 1.5h11v11h-11zM5 5h4v4H5z',
  merging: 'M7 3.5v7M3.5 7h7M7 1a6 6 0 1 0 .01 0z',
  regularization: 'M2 2l10 10M12 2L2 12',
  reshaping: 'M2 2v10M5.300 4v6M8.700 4v6M12 2v10',
  recurrent: 'M12 7a5 5 0 1 1-1.500-3.600M12 1.500v3h-3',
  repeat: 'M1.5 4.5L7 1.5l5.5 3L7 7.5zM1.5 7.5L7 10.5l5.5-3M1.5 10L7 13l5.5-3',
};
