export default function OfficePage() { return null; }
