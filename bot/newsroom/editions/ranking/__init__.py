"""The order of an edition as an editor would make it: reports first, and each story under its plainest headline."""
