/** Cards and sticks that carry keys, from the officer to the field. */
export const DEVICE_KINDS = [
  'officer', 'master_control', 'province', 'county', 'control', 'user_mother', 'psam', 'isam', 'load_sam', 'handheld_psam', 'pump_psam',
  'key_restore', 'key_modify', 'clear', 'key_ukey', 'backup_share',
];
